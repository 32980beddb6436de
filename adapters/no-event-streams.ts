/**
 * Takes the place of `@smithy/core/event-streams` in the bundles, which the SDK imports when an operation streams
 * events. None of ours does, and as long as the code for it can be imported, esbuild wraps half of the SDK in functions.
 */
throw new Error('the bundles hold no code for event streams: see lib/bundle.ts');
