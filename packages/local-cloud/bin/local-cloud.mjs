#!/usr/bin/env node
// Plain JavaScript, so that an older Node gets as far as saying what is wrong.
import { existsSync } from 'node:fs';

const required = 24;

if (Number.parseInt(process.versions.node, 10) < required) {
  console.error(`local-cloud needs Node ${required} or later, this is ${process.versions.node}.`);
  process.exit(1);
}
// Installed there are no sources; among the sources what was built may be old.
const source = new URL('../src/command/main.ts', import.meta.url);
const { main } = await import(existsSync(source) ? source.href : '../dist/command/main.js');
await main(process.argv.slice(2));
