import type { actorsEn } from '../en/actors.ts';

export const actorsFr = {
  services: {
    batch: 'Le traitement par lots',
    billing: 'Le système',
    'facturation-billing': 'Le système',
  },
  unknown: 'Personne inconnue',
} satisfies typeof actorsEn;
