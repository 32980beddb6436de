import { defineTask } from '../../../domain/index.ts';
import { letter } from './letter.ts';

/** Of the same name and collection as letter.ts. */
export const again = defineTask({ ...letter, says: { posting: () => '' } });
