import * as v from 'valibot';

/**
 * The environment of a function, checked once when it starts: a missing or wrong variable stops the start by name,
 * before any request or message is taken.
 */
export function readEnv<Schema extends v.GenericSchema>(
  schema: Schema,
  env: NodeJS.ProcessEnv = process.env,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, env);
  if (result.success) return result.output;
  const names = result.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`);
  throw new Error(`environment variables are missing or wrong: ${names.join('; ')}`);
}
