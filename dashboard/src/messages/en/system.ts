export const systemEn = {
  title: 'System',
  refresh: 'Look again',
  playground: 'GraphQL playground',
  fine: 'Everything works.',
  degraded: 'The system works, but a part of it is down.',
  notReady: 'The system cannot work: a part that it needs is down.',
  parts: 'Parts of the system',
  part: 'Part',
  state: 'State',
  works: 'Works',
  isDown: 'Down',
  /** The gateway names its parts in English. */
  partName: (name: string) => name,
};
