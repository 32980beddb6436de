import * as v from 'valibot';
import { timed, work } from '../../domain/steps/step.ts';
import { defineTask } from '../../domain/task.ts';

const papers = ['glossy', 'plain', 'matte', 'silk', 'canvas'] as const;
const sizes = ['small', 'medium', 'large'] as const;

const stepsOf = {
  glossy: [timed('developing', 4), timed('printing', 6), work('packing', 1)],
  plain: [timed('developing', 4), timed('printing', 6), timed('cutting', 3), work('packing', 1)],
  matte: [
    timed('developing', 4),
    timed('printing', 6),
    timed('drying', 5),
    timed('cutting', 3),
    work('packing', 1),
  ],
  silk: [
    timed('developing', 4),
    timed('printing', 6),
    timed('drying', 7),
    timed('cutting', 2),
    work('packing', 1),
  ],
  canvas: [timed('developing', 4), timed('stretching', 20), timed('cutting', 3), work('packing', 1)],
};

const sizeFactor = { small: 0.8, medium: 1, large: 1.3 };

interface Print {
  readonly paper: string;
}

/** The task of the engine's tests: prints of photographs. */
export const task = defineTask({
  name: 'print',
  collection: 'orders',
  request: v.strictObject({
    paper: v.picklist(papers, `must be one of: ${papers.join(', ')}`),
    size: v.optional(v.picklist(sizes, `must be one of: ${sizes.join(', ')}`), 'medium'),
    name: v.optional(
      v.pipe(
        v.string('must be text'),
        v.regex(/^[^\p{C}\p{Zl}\p{Zp}\ufffd]*$/u, 'must be plain text, without control characters'),
        v.maxLength(60, 'must have at most 60 characters'),
        v.trim(),
        v.nonEmpty('must not be empty'),
      ),
    ),
  }),
  steps: ({ paper, size }) =>
    stepsOf[paper].map((step) =>
      step.kind === 'timed' ? { ...step, seconds: step.seconds * sizeFactor[size] } : step,
    ),
  results: { packing: v.object({ code: v.string(), label: v.string() }) },
  says: {
    queued: ({ paper }: Print) => `Your ${paper} print is in the queue.`,
    developing: ({ paper }: Print) => `Developing your ${paper} print.`,
    printing: ({ paper }: Print) => `Printing your ${paper} print.`,
    stretching: ({ paper }: Print) => `Stretching your ${paper} print.`,
    drying: ({ paper }: Print) => `Drying your ${paper} print.`,
    cutting: ({ paper }: Print) => `Cutting your ${paper} print.`,
    packing: ({ paper }: Print) => `Packing your ${paper} print.`,
    ready: () => 'Your print is ready.',
    failed: ({ paper }: Print) => `Sorry, your ${paper} print could not be made.`,
    cancelled: ({ paper }: Print) => `Your ${paper} print was cancelled.`,
  },
});
