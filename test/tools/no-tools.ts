import { hasTools, skipLoudly } from './tools.ts';

/** The global setup of the tests that do without what they have not got. */
export default function sayWhatIsMissing(): void {
  if (!hasTools) skipLoudly('Redocly, AsyncAPI and json-schema-to-typescript did not check the contracts');
}
