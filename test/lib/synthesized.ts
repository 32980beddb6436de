import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type SmartCoffeeProps, SmartCoffeeStack } from '../../lib/shop/smart-coffee-stack.ts';

const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'));

/** The stack as `cdk synth` makes it, but for the bundles. */
export function synthesized(props: SmartCoffeeProps = {}): Template {
  const app = new App({
    analyticsReporting: false,
    // It takes seconds to load; `cdk synth` has it on.
    builtinCloudFormationValidation: false,
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
  });
  const template = Template.fromStack(new SmartCoffeeStack(app, 'SmartCoffee', props));
  rmSync(app.outdir, { recursive: true });
  return template;
}
