import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the bundles: Lambda hands its credentials over in the
 * environment, and the other providers of the default chain would be half of the code that a cold start loads.
 */
export const defaultProvider = fromEnv;
