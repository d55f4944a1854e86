import { askedSurveySchema } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import { createElement, useEffect, useState } from 'react'
import type { ReactNode } from 'react'

/** Whether something is asked of the session that this browser was in last. Who cannot be told is asked nothing. */
export async function isAsked(): Promise<boolean> {
  const asked = await callApi({ method: 'GET', path: '/api/v1/survey', answer: askedSurveySchema }).catch(
    () => undefined,
  )
  return asked?.is === 'asked'
}

/** The survey after a session, which comes when one is over; nothing where nothing is asked. */
export function useSurvey(needed: boolean): ReactNode {
  const [shown, setShown] = useState<ReactNode>(null)
  useEffect(() => {
    if (!needed) return undefined
    let gone = false
    import('./Survey.tsx').then(
      ({ Survey }) => gone || setShown(createElement(Survey)),
      () => {
        // The server has a newer page meanwhile: a reload asks the same.
      },
    )
    return () => {
      gone = true
      setShown(null)
    }
  }, [needed])
  return shown
}
