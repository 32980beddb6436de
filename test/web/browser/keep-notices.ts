/** Runs before the page: a system that shows notices, and a customer who looks elsewhere. */
export const keepNotices = `
  globalThis.notices = [];
  globalThis.Notification = class {
    static permission = 'default';
    static async requestPermission() {
      return (this.permission = 'granted');
    }
    constructor(title, { body, tag }) {
      notices.push({ title, body, tag });
    }
  };
  Object.defineProperty(document, 'visibilityState', { get: () => globalThis.visibility ?? 'hidden' });
`;
