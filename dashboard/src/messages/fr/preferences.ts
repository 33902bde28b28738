import type { preferencesEn } from '../en/preferences.ts';

export const preferencesFr = {
  density: 'Densité des listes',
  densities: { COMFORTABLE: 'Confortable', COMPACT: 'Compacte' },
  startPage: "Page d'accueil",
  firstPage: 'La première de la navigation',
  keptHereOnly: 'Le choix ne vaut que dans ce navigateur : le serveur ne répond pas.',
} satisfies typeof preferencesEn;
