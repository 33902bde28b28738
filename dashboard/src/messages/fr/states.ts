import type { statesEn } from '../en/states.ts';

export const statesFr = {
  loading: 'Chargement…',
  refreshing: 'Actualisation…',
  notFoundTitle: 'Introuvable',
  notFoundText: 'Il n’y a rien à cette adresse, ou plus rien.',
  forbiddenTitle: 'Pas pour votre rôle',
  forbiddenText: (roles: string) =>
    `Cette page est réservée au rôle ${roles}. Un administrateur peut le donner.`,
  failedTitle: 'Cela n’a pas fonctionné',
  failedText: 'Le serveur a répondu par une erreur.',
  offlineTitle: 'Le serveur est injoignable',
  offlineText: 'Vérifiez la connexion, puis réessayez.',
  outdatedTitle: 'Il existe une version plus récente de cette page',
  outdatedText: 'Rechargez-la pour continuer.',
  loadAgain: 'Recharger la page',
  crashedTitle: 'Cette page a une erreur',
  crashedText:
    'Ce n’est pas de votre faute. Réessayez ou rechargez la page ; rien de ce qui a été enregistré n’est perdu.',
  sessionTitle: 'Votre session est terminée',
  requestId: (id: string) => `Requête ${id}`,
  retry: 'Réessayer',
  hidden: 'non visible pour votre rôle',
  or: 'ou',
  clearFilters: 'Effacer les filtres',
  emptyPlaceTitle: 'Il n’y a plus rien ici',
  emptyPlaceText: 'Les entrées de cette page sont désormais ailleurs dans la liste, ou supprimées.',
  firstPage: 'Première page',
  noMatchTitle: 'Aucun résultat',
  noMatchText: (filters: string) => `Aucune entrée ne correspond à ${filters}.`,
} satisfies typeof statesEn;
