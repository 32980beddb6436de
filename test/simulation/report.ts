import { shrink } from './shrink.ts';

/** A broken promise, for people: what it was, what it takes, and what happened, one line each. */
export async function report(seed: number): Promise<string> {
  const { broken, decisions, story } = await shrink(seed);
  if (!broken) return `seed ${seed} keeps every promise`;
  return [
    `${broken.promise}`,
    `  ${broken.how}`,
    '',
    'It takes only these decisions; all others are harmless:',
    ...[...decisions].map(([name, index]) => `  ${name} = ${index}`),
    '',
    'What happens (minutes:seconds):',
    ...story,
    '',
    `Again: npm run simulate -- --seed ${seed} --runs 1`,
  ].join('\n');
}
