/** An error that the runtime itself finds; its name is the `errorType` that Lambda reports. */
export class RuntimeError extends Error {
  constructor(errorType: string, message: string) {
    super(message);
    this.name = errorType;
  }
}
