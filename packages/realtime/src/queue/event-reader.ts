/**
 * Reads server-sent events (HTML standard, 9.2.6) of which each is one line of JSON, to the end of the stream. An
 * EventSource cannot say who it is but by cookies.
 */
export async function readEvents(stream: ReadableStream<Uint8Array>, heard: (value: unknown) => void): Promise<void> {
  const reader = stream.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const messages = (text + value).split('\n\n')
    text = messages.pop() ?? ''
    for (const message of messages) if (message.startsWith('data: ')) heard(parsed(message.slice(6)))
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
