import type { preferencesEn } from '../en/preferences.ts';

export const preferencesFr = {
  density: 'Densité des listes',
  densities: { COMFORTABLE: 'Confortable', COMPACT: 'Compacte' },
  startPage: "Page d'accueil",
  firstPage: 'La première de la navigation',
  notKept:
    "Le choix n'a pas pu être conservé : le serveur ne répond pas. Il vaut jusqu'au rechargement de la page.",
} satisfies typeof preferencesEn;
