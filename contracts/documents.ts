import { asyncapi } from './asyncapi.ts';
import { openapi } from './openapi.ts';

/** The text of each contract, by its file's name. */
export const documents: Readonly<Record<string, string>> = {
  'openapi.json': textOf(openapi),
  'asyncapi.json': textOf(asyncapi),
};

function textOf(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
