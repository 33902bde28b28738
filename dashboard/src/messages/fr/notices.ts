import type { noticesEn } from '../en/notices.ts';

export const noticesFr = {
  title: 'Notifications',
  bell: (unread: number) => (unread === 0 ? 'Notifications' : `Notifications, ${unread} non lues`),
  arrived: (kind: string, subject: string) =>
    `Nouvelle notification. ${kind}${subject === '' ? '' : ` : ${subject}`}`,
  total: (count: number, text: string) => (count <= 1 ? `${text} notification` : `${text} notifications`),
  unread: 'Nouveau',
  unreadOnly: 'Non lues seulement',
  markRead: 'Marquer comme lue',
  markReadOf: (title: string) => `Marquer comme lue : ${title}`,
  markAllRead: 'Tout marquer comme lu',
  nothingUnread: 'Tout est lu.',
  emptyTitle: 'Aucune notification',
  emptyText:
    'Vous trouverez ici ce qui vous concerne : approbations, factures en retard, imports terminés, stocks bas.',
  reconnecting: 'La connexion est perdue ; les nouvelles notifications viendront à son retour.',
  notLive: "Les nouvelles notifications n'arrivent plus d'elles-mêmes. Rechargez la page.",
  kinds: {
    APPROVAL_REQUESTED: 'Approbation en attente',
    APPROVAL_DECIDED: 'Approbation décidée',
    INVOICE_OVERDUE: 'Facture en retard',
    STOCK_LOW: 'Stock bas',
    IMPORT_ENDED: 'Import terminé',
    RIGHTS_CHANGED: 'Vos rôles ont changé',
  },
  actions: {
    REVERSE_PAYMENT: "Annulation d'un paiement",
    CREDIT: 'Avoir',
    VOID: 'Annulation de la facture',
  },
  approvalRequested: (action: string, money: string) => `${action}, ${money} : en attente d'approbation.`,
  approved: (action: string, money: string) => `${action}, ${money} : votre demande a été approuvée.`,
  rejected: (action: string, money: string) => `${action}, ${money} : votre demande a été refusée.`,
  overdue: (day: string, money: string) => `Échue le ${day} ; il reste ${money} à payer.`,
  stockLow: (stock: string, lowAt: string) => `Le stock est de ${stock} ; le seuil est de ${lowAt}.`,
  importStatuses: {
    COMPLETED: "L'import est terminé.",
    FAILED: "L'import a échoué.",
    STOPPED: "L'import a été arrêté.",
  },
  importCounts: (loaded: string, rejected: string) =>
    `Lignes chargées : ${loaded}. Lignes rejetées : ${rejected}.`,
  rightsAdded: (roles: string) => `Vous avez maintenant ${roles}.`,
  rightsRemoved: (roles: string) => `Vous n'avez plus ${roles}.`,
} satisfies typeof noticesEn;
