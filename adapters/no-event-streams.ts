/**
 * Takes the place of `@smithy/core/event-streams` in the bundles whose clients stream no events. The SDK imports it when
 * an operation does, and as long as that code can be imported later, esbuild wraps half of the SDK in functions.
 */
throw new Error('the bundles hold no code for event streams: see lib/functions/bundle.ts');

// A module: what imports something of it by name is told while it is bundled that there is nothing.
export {};
