import { App } from 'aws-cdk-lib';
import { readContext } from '../lib/shop/read-context.ts';
import { SmartCoffeeStack } from '../lib/shop/smart-coffee-stack.ts';

const app = new App({ analyticsReporting: false });
new SmartCoffeeStack(app, 'SmartCoffee', readContext(app.node));
