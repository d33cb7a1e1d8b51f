/** The sentences that a language must have for a rule: one for the summary, one for what would refute it, one for each point, alternative and next step. */
import type { CaptureRule, GroupRule, Rule, RuleTerms } from '../diagnosis/rule.ts'

/** Names that every sentence about a connection may use. */
export interface EndpointValues {
  /** `192.0.2.1:51594`, or what is known of it. */
  readonly client: string
  readonly server: string
  readonly clientAddress: string
  readonly serverAddress: string
  readonly clientPort: number
  readonly serverPort: number
}

/** Sentences of one rule in one language. Each says one thing, ends with a full stop, and invents nothing beyond its values. */
export interface RuleWords<T extends RuleTerms> {
  /** The verdict, in a sentence that a person on call understands. */
  summary(v: T['values'] & EndpointValues): string
  /** What would show that the verdict is wrong: an observation that it rules out, here or elsewhere. */
  refutedBy(v: T['values'] & EndpointValues): string
  readonly evidence: { readonly [P in T['point']]: (v: T['values'] & EndpointValues) => string }
  readonly alternatives: { readonly [A in T['alternative']]: (v: T['values'] & EndpointValues) => string }
  readonly next: { readonly [N in T['next']]: (v: T['values'] & EndpointValues) => string }
}

/** The words of a list of rules, by id. */
export type WordsFor<Rules extends readonly unknown[]> = {
  readonly [R in Rules[number] as R extends { readonly id: infer Id extends string } ? Id : never]: R extends Rule<infer _I, infer T>
    ? RuleWords<T>
    : R extends CaptureRule<infer _J, infer U>
      ? RuleWords<U>
      : R extends GroupRule<infer _K, infer V>
        ? RuleWords<V>
        : never
}
