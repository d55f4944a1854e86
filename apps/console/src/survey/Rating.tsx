import { Star } from 'lucide-react'

const FIVE = [1, 2, 3, 4, 5] as const

/** A rating in words, with stars for the eyes. */
export function Rating({ rating }: { readonly rating: number }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span aria-hidden="true" className="inline-flex text-accent">
        {FIVE.map((star) => (
          <Star key={star} className="size-4.5" fill={star <= rating ? 'currentColor' : 'none'} />
        ))}
      </span>
      <span className="font-medium tabular-nums">{rating} of 5</span>
    </span>
  )
}
