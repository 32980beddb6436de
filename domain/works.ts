import { labelling } from './labelling.ts';
import type { Works } from './work.ts';

/** What the work steps of the menu do. Your own task goes in here. */
export const works: Works = { labelling };
