import type { systemEn } from '../en/system.ts';

export const systemFr = {
  title: 'Système',
  refresh: 'Actualiser',
  playground: 'Bac à sable GraphQL',
  fine: 'Tout fonctionne.',
  degraded: 'Le système fonctionne, mais une de ses parties est en panne.',
  notReady: 'Le système ne peut pas fonctionner : une partie nécessaire est en panne.',
  parts: 'Parties du système',
  part: 'Partie',
  state: 'État',
  works: 'Fonctionne',
  isDown: 'En panne',
} satisfies typeof systemEn;
