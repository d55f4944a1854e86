import { messagePieces } from './message-pieces.ts'

/** A message as text: line breaks kept, web addresses as links that tell the other site nothing, nothing fetched. */
export function MessageText({ text }: { readonly text: string }) {
  return (
    <div dir="auto" className="whitespace-pre-wrap wrap-anywhere">
      {messagePieces(text).map((piece, index) =>
        'href' in piece ? (
          <a
            key={index}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer"
            referrerPolicy="no-referrer"
            className="font-medium underline underline-offset-2"
          >
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </div>
  )
}
