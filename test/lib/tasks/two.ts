export { letter } from './letter.ts';
export { report } from './report.ts';
