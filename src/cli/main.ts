/** The command's entry (placeholder until the command is there). */

process.stderr.write('synfin: not built yet\n')
process.exitCode = 2
