export const usage = `local-cloud [--app COMMAND | --out DIR] [options]
local-cloud env [--port N]

Runs a CDK app on this machine, from its synthesized templates, until Ctrl-C.

  --app COMMAND     what starts the app, such as "node bin/app.ts"; without it "app" of cdk.json
  --out DIR         runs what was synthesized to DIR before, such as cdk.out
  --port N          of the first HTTP API; further ones take the ports that follow; 0 takes a free one (3000)
  --data DIR        keeps tables and queues there, for the next start; without it they are in memory
  --parameter N=V   a value for the parameter N of a template; may be repeated
  --chaos LEVEL     mild or wild: calls fail, functions are killed, messages come twice or late
  --seed N          the same bad day again
  --watch           runs the app again when a file of its folder changes

env prints what AWS's tools need to reach the cloud that runs: eval "$(npx local-cloud env)"

Exit codes: 0 after Ctrl-C, 1 when the app cannot be run or no cloud is found, 2 when the options are wrong.
`;
