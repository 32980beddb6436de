// Plain JavaScript, so that an older Node gets as far as saying what is wrong.
const required = 24;

if (Number.parseInt(process.versions.node, 10) < required) {
  console.error(
    `Smart Coffee Maker needs Node ${required}, this is ${process.versions.node}. ` +
      'It comes with the project: run "npm ci", then "npm start".',
  );
  process.exit(1);
}
const { start } = await import('./start/start.ts');
await start(process.argv.slice(2), process.env);
