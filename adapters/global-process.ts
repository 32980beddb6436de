/**
 * Takes the place of `node:process` in the bundles, of which the SDK wants these two. The namespace of that module holds
 * stdin and stdout, so that importing anything from it makes Node open both.
 */
export const { env, versions } = process;
export default process;
