import { evaluate, type Scope } from './intrinsic-functions.ts';
import { UnsupportedTemplateError } from './template-error.ts';

/** Whether an entry of the section `Conditions`, or the condition part of `Fn::If`, holds. */
export function evaluateCondition(expression: unknown, scope: Scope, path: string): boolean {
  const [name, argument] = Object.entries(Object(expression))[0] ?? ['nothing', undefined];
  const evaluator = evaluators[name];
  if (evaluator === undefined) {
    const known = Object.keys(evaluators).join(', ');
    throw new UnsupportedTemplateError(path, `${name} is no known condition`, `use one of ${known}`);
  }
  return evaluator(argument, scope, path);
}

type Evaluator = (argument: unknown, scope: Scope, path: string) => boolean;

const evaluators: Readonly<Record<string, Evaluator>> = {
  Condition: (name, scope, path) => scope.condition(String(name), path),
  'Fn::Equals': (sides, scope, path) => {
    const [left, right] = parts(sides).map((side) => String(evaluate(side, scope, path)));
    return left === right;
  },
  'Fn::Not': (operands, scope, path) => !evaluateCondition(parts(operands)[0], scope, path),
  'Fn::And': (operands, scope, path) => parts(operands).every((one) => evaluateCondition(one, scope, path)),
  'Fn::Or': (operands, scope, path) => parts(operands).some((one) => evaluateCondition(one, scope, path)),
};

function parts(argument: unknown): unknown[] {
  return Array.isArray(argument) ? argument : [argument];
}
