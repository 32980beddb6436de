import { scriptOptions } from '../build/script-options.ts';

const usage = `npm run screenshots

Takes the pictures of docs/images anew: page and board in a browser, and an order in the terminal.`;

scriptOptions(usage, {});
await import('./web/screenshots.ts');
await import('./terminal/screenshot.ts');
