/** Removes what a lab leaves behind when it is ended so hard that it cannot tidy up itself: a small shell that outlives it. */
import { spawn } from 'node:child_process'
import type { TracePlaces } from './kernel-log.ts'

/** Waits for the end of the pipe from the lab, which comes with the lab's own end, however that was. */
const SCRIPT = `cat >/dev/null
prefix=$1
for name in $(ip netns list 2>/dev/null | cut -d' ' -f1); do
  case $name in
  "$prefix"*)
    for pid in $(ip netns pids "$name"); do kill -9 "$pid"; done
    ip netns exec "$name" ss -K -t -a
    ip netns delete "$name"
    ;;
  esac
done
[ -n "$5" ] && rm -rf "$5"
for i in 1 2 3 4 5; do
  rmdir "$2/instances/$4" "$3/instances/$4" 2>/dev/null
  umount "$3" 2>/dev/null
  rmdir "$3" 2>/dev/null
  [ -d "$2/instances/$4" ] || [ -d "$3" ] || break
  sleep 0.2
done`

/** Starts the guard; `folder` is what else goes with the lab. Gives what ends its watch, when the lab has removed everything itself. */
export function startGuard(namespacePrefix: string, { usual, own, instance }: TracePlaces, folder: string | undefined): () => void {
  // A group of its own: Ctrl-C is for the lab.
  const guard = spawn('/bin/sh', ['-c', SCRIPT, 'synfin-guard', namespacePrefix, usual, own, instance, folder ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  guard.stdin.on('error', () => {})
  guard.on('error', () => {})
  guard.unref()
  return () => guard.stdin.end()
}
