/** Characters: enough to know an error again, in a row, beside a message and in a terminal. */
const maxLength = 200;

/** What queues take as text and no terminal stumbles over. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]+/gu;

/** Name and message of whatever was thrown, in one short line. */
export function shortError(error: unknown): string {
  return [...textOf(error).toWellFormed().replaceAll(unprintable, ' ')].slice(0, maxLength).join('');
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : 'something other than an error';
  // What a connection throws that failed to several addresses says nothing itself.
  if (error instanceof AggregateError && error.message === '') return textOf(error.errors[0]);
  return `${error.name}: ${error.message}`;
}
