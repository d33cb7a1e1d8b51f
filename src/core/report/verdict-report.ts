/** Turns what a rule found into the report's words, in every language. */
import type { Doubt } from '../diagnosis/doubt.ts'
import { separatingStep } from '../diagnosis/separating-step.ts'
import type { CaptureFinding, CaptureRule, Finding, Rule } from '../diagnosis/rule.ts'
import type { VerdictId } from '../diagnosis/verdict-id.ts'
import { wordsOf } from '../words/catalogue.ts'
import { DOUBT_WORDS } from '../words/doubts.ts'
import type { Language, Multilingual } from '../words/language.ts'
import type { EndpointValues, RuleWords } from '../words/rule-words.ts'
import type { RuleTerms } from '../diagnosis/rule.ts'
import type { Claimant } from './claims.ts'
import { endpointValues } from './end-names.ts'
import type { EndReport, NextStepReport, VerdictReport } from './report.ts'

type Values = RuleTerms['values'] & EndpointValues
type Sentence = ((values: Values) => string) | undefined

/** The words for a finding: for each language the rule's sentences and the values that they speak of. */
class Speaker {
  readonly #words: Readonly<Record<Language, RuleWords<RuleTerms>>>
  readonly #values: Readonly<Record<Language, Values>>

  constructor(id: VerdictId, values: RuleTerms['values'], client: EndReport, server: EndReport) {
    this.#words = { en: wordsOf('en', id), zh: wordsOf('zh', id) }
    this.#values = {
      en: { ...values, ...endpointValues(client, server, 'en') },
      zh: { ...values, ...endpointValues(client, server, 'zh') },
    }
  }

  say(choose: (words: RuleWords<RuleTerms>) => Sentence): Multilingual {
    return { en: this.#sentence('en', choose), zh: this.#sentence('zh', choose) }
  }

  #sentence(language: Language, choose: (words: RuleWords<RuleTerms>) => Sentence): string {
    return choose(this.#words[language])?.(this.#values[language]) ?? ''
  }
}

const NOBODY: EndReport = { address: null, port: null }

/** What a rule found, and what makes it less sure. */
interface Said {
  readonly rule: Pick<Rule | CaptureRule, 'id' | 'severity' | 'question' | 'sections'>
  readonly finding: Finding | CaptureFinding
  readonly doubts: readonly Doubt[]
}

/** A finding about one connection, or (without ends) about a whole input, in words, with a claim about each packet of its evidence. */
export function verdictReport(
  { rule, finding, doubts }: Said,
  claim: Claimant,
  client: EndReport = NOBODY,
  server: EndReport = NOBODY,
): VerdictReport {
  const speaker = new Speaker(rule.id, finding.values, client, server)
  return {
    id: rule.id,
    severity: rule.severity,
    certainty: finding.certainty,
    doubts: doubts.map((id) => ({ id, ...DOUBT_WORDS[id] })),
    blame: finding.blame,
    rule: rule.id,
    question: rule.question,
    sections: rule.sections,
    summary: speaker.say((words) => words.summary),
    refutedBy: speaker.say((words) => words.refutedBy),
    evidence: finding.evidence.map(({ point, packets }) => ({
      point,
      packets: [...packets],
      claims: packets.map(claim),
      ...speaker.say((words) => words.evidence[point]),
    })),
    alternatives: finding.alternatives.map((id) => ({ id, ...speaker.say((words) => words.alternatives[id]) })),
    next: stepsOf(rule.id, finding, speaker),
  }
}

/** The steps, in front of all others the one whose outcome separates the verdict from what else it could be. */
function stepsOf(id: VerdictId, { next, alternatives }: Finding | CaptureFinding, speaker: Speaker): NextStepReport[] {
  const separating = separatingStep(id)
  const isFirst = (step: string): boolean => step === separating && alternatives.length > 0
  return [...next.filter(({ step }) => isFirst(step)), ...next.filter(({ step }) => !isFirst(step))].map(({ step, command, where }) => ({
    command,
    where,
    separates: isFirst(step) ? [id, ...alternatives] : [],
    ...speaker.say((words) => words.next[step]),
  }))
}
