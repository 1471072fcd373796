import { inferTitle, TITLE_ANSWER_CONFIDENCE } from '../titles/infer-title.ts'
import type { StoredTitle } from './find-titles.ts'
import { storedConfidence } from './stored-entry.ts'

/**
 * What a lookup says about a title: the stored entry, else what can be inferred from the text when that is wanted. An
 * inference below `TITLE_ANSWER_CONFIDENCE` is a suggestion beside a miss. Nothing inferred is ever stored.
 */
export function answerTitle(raw: string, stored: StoredTitle | null, infer: boolean) {
  if (stored !== null) {
    const { spelling, cleaned_job_title, seniority_level, job_function } = stored
    return {
      match_status: true,
      cleaned_job_title,
      seniority_level,
      job_function,
      ...storedConfidence(spelling === raw),
    }
  }
  const inferred = infer ? inferTitle(raw) : null
  if (inferred !== null && inferred.confidence >= TITLE_ANSWER_CONFIDENCE) {
    const { cleaned_job_title, seniority_level, job_function, confidence } = inferred
    return {
      match_status: true,
      cleaned_job_title,
      seniority_level,
      job_function,
      matched_by: 'inferred' as const,
      confidence,
    }
  }
  return { ...noTitle, suggestion: inferred }
}

/** A real absence. */
export const noTitle = {
  match_status: false,
  cleaned_job_title: null,
  seniority_level: null,
  job_function: null,
  matched_by: null,
  confidence: null,
  suggestion: null,
}
