import type { NoticeMailTexts } from './notice-mail-texts.ts';

export const frenchNoticeTexts: NoticeMailTexts = {
  kinds: {
    APPROVAL_REQUESTED: {
      subject: ({ subject }) => `Approbation demandée : facture ${subject}`,
      text: ({ subject, action, amount }) =>
        `${action} concernant la facture ${subject}, de ${amount}, attend une approbation par votre rôle.`,
    },
    REQUEST_DUE_SOON: {
      subject: ({ subject }) => `Bientôt à échéance : demande ${subject}`,
      text: ({ subject, deadline }) =>
        `La demande ${subject} est toujours ouverte. Son échéance est le ${deadline}.`,
    },
    REQUEST_OVERDUE: {
      subject: ({ subject }) => `En retard : demande ${subject}`,
      text: ({ subject, deadline }) =>
        `La demande ${subject} est toujours ouverte. Son échéance était le ${deadline}.`,
    },
    REQUEST_ASSIGNED: {
      subject: ({ subject }) => `Pour vous : demande ${subject}`,
      text: ({ subject }) => `La demande ${subject} vous a été confiée.`,
    },
    DISPUTE_OPENED: {
      subject: ({ subject }) => `Litige : demande ${subject}`,
      text: ({ subject }) => `Un client conteste une facture. La demande ${subject} dit pourquoi.`,
    },
    IMPORT_ENDED: {
      subject: ({ subject, status }) => `Import : ${subject} ${status}`,
      text: ({ subject, status, loadedRows, rejectedRows }) =>
        `L’import de ${subject} ${status}. Lignes chargées : ${loadedRows} ; lignes rejetées : ${rejectedRows}.`,
    },
  },
  actions: { REVERSE_PAYMENT: 'L’annulation d’un paiement', CREDIT: 'Un avoir', VOID: 'Une annulation' },
  statuses: { COMPLETED: 'est terminé', FAILED: 'a échoué', STOPPED: 'a été arrêté' },
  greeting: 'Bonjour,',
  open: 'Ouvrir',
  why: 'Vous recevez ce message en raison de votre rôle. Vous choisissez sur la page de votre compte quels avis viennent par courriel.',
};
