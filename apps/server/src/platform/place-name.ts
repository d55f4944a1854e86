/** The place that a browser's time zone names: a time zone is only words to us, and only known ones are shown. */
export function placeName(timeZone: string | undefined): string {
  if (timeZone === undefined) return ''
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch (error) {
    if (error instanceof RangeError) return ''
    throw error
  }
}
