import type { shellEn } from '../en/shell.ts';

export const shellFr = {
  product: 'Facturation',
  skipToContent: 'Aller au contenu',
  mainNavigation: 'Principale',
  menu: 'Menu',
  signIn: 'Se connecter',
  signOut: 'Se déconnecter',
  signInTitle: 'Connexion',
  signInText: 'Connectez-vous pour travailler avec les factures, les clients et les produits.',
  signedInAs: (name: string) => `Connecté : ${name}`,
  signedInTitle: 'Vous êtes connecté',
  signedInText: 'Vous pouvez fermer cet onglet et continuer dans l’autre.',
  goToStart: 'Aller à la page d’accueil',
  nothingTitle: 'Rien ici pour votre rôle',
  nothingText: 'Aucune page n’est ouverte à vos rôles. Un administrateur peut vous en donner un.',
  language: 'Langue',
  theme: 'Apparence',
  themes: { system: 'Comme le système', light: 'Claire', dark: 'Sombre' },
  offline: 'Le serveur est injoignable. L’affichage peut être ancien ; votre saisie reste ici.',
  sessionEndedTitle: 'Votre session est terminée',
  sessionEndedText:
    'Reconnectez-vous dans un nouvel onglet, puis revenez : cette page continue, avec tout ce que vous avez saisi.',
  sessionOtherText: (name: string, before: string) =>
    `${name} est maintenant connecté, et cette page vient de ${before}. Rechargez-la pour continuer en tant que ${name} ; la saisie faite ici est alors perdue.`,
  signInAgain: 'Se connecter dans un nouvel onglet',
  loadAgain: 'Recharger la page',
  startFailedTitle: 'La page n’a pas démarré',
  startFailedText: 'Le serveur ne répond pas.',
  tryAgain: 'Réessayer',
  signOutFailed: 'La déconnexion a échoué : le serveur ne répond pas. Réessayez.',
} satisfies typeof shellEn;
