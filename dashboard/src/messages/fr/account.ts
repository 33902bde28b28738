import type { accountEn } from '../en/account.ts';

export const accountFr = {
  title: 'Votre compte',
  username: 'Nom d’utilisateur',
  roles: 'Rôles',
  roleNames: {
    USER: 'Utilisateur',
    ADMIN: 'Administrateur',
    PRODUCT_MANAGER: 'Gestionnaire des produits',
    CUSTOMER_MANAGER: 'Gestionnaire des clients',
    BILLING_MANAGER: 'Gestionnaire de la facturation',
    STOCK_RESERVER: 'Réservation de stock',
    CORRESPONDENT: 'Correspondance',
    AUDITOR: 'Audit',
  },
  signInTitle: 'Votre connexion',
  signInText:
    'Mot de passe, codes à usage unique et codes de secours se modifient là où vous vous connectez.',
  signInLink: 'Mot de passe et codes à usage unique',
  appearanceTitle: 'Langue et apparence',
  sessionsTitle: 'Vos connexions',
  device: 'Navigateur',
  since: 'Depuis',
  lastUsed: 'Dernière utilisation',
  action: 'Session',
  thisSession: 'Cette session',
  unknownDevice: 'Navigateur inconnu',
  unknownBrowser: 'Navigateur',
  deviceText: (browser: string, system: string | null) =>
    system === null ? browser : `${browser} sous ${system}`,
  end: 'Déconnecter',
  endOne: (device: string) => `Déconnecter ${device}`,
  endOthers: 'Déconnecter partout ailleurs',
  endOthersTitle: 'Déconnecter partout ailleurs ?',
  endOthersText: 'Toutes vos autres sessions se terminent aussitôt. Ce qui n’y est pas enregistré est perdu.',
  ended: (count: number) => (count < 2 ? `${count} session terminée.` : `${count} sessions terminées.`),
} satisfies typeof accountEn;
