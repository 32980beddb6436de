import { coffee } from '../../coffee/task.ts';
import { PermanentError } from '../../domain/steps/permanent-error.ts';
import { stepHandlers } from '../../domain/steps/step-handler.ts';

/** A label printer that is out of order: each drink has a fault of its own. */
export const steps = stepHandlers(coffee, {
  labelling: ({ request }) => {
    switch (request.drink) {
      case 'espresso':
        throw new RangeError('tray 2 of 1');
      case 'latte':
        throw new PermanentError('Out of ink', 'There will be ink tomorrow.');
      default:
        // Comes to no end and listens to nobody.
        return new Promise(() => {});
    }
  },
});
