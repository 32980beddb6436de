import { labelling } from '../../domain/labelling.ts';
import type { Works } from '../../domain/work.ts';

/** What the work steps of the menu do. Your own task goes in here, with whatever client of AWS it calls. */
export const works: Works = { labelling };
