import { stepHandlers } from '../domain/steps/step-handler.ts';
import { labelling } from './labelling.ts';
import { coffee } from './task.ts';

/** What the worker does in the shop's work steps. A step that calls AWS or a library makes its clients here. */
export const steps = stepHandlers(coffee, { labelling });
