export { coffee as task } from '../../coffee/task.ts';
