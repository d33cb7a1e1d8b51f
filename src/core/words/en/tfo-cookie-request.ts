/** tfo-cookie-request, in English. */
import type { TfoCookieRequestTerms } from '../../diagnosis/rules/tfo-cookie-request.ts'
import type { RuleWords } from '../rule-words.ts'

/** tfo-cookie-request, in English. */
export const tfoCookieRequest: RuleWords<TfoCookieRequestTerms> = {
  summary: (v) =>
    v.granted === 1
      ? `${v.client} asked for a Fast Open cookie and got one: its next connection to this server may carry the request in the SYN.`
      : `${v.client} asked for a Fast Open cookie, but the server gave none: Fast Open is off there, or something on the way removes the option.`,
  refutedBy: () => "A cookie already in the client's SYN: then it used Fast Open and did not ask for it.",
  evidence: {
    asked: () => 'The SYN has an empty Fast Open option: the request for a cookie.',
    granted: () => 'The SYN-ACK brings the cookie.',
    'not-granted': () => 'The SYN-ACK brings no cookie.',
  },
  alternatives: { 'tfo-accepted': () => 'The Fast Open option of the SYN is empty: it asks for a cookie and brings none.' },
  next: {},
}
