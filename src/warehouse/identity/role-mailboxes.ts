/** Names of mailboxes that belong to a role, in the languages of the companies seen most. */
const roles = new Set(
  `abuse academy accessibility account accountant accounting accounts accountspayable accountsreceivable
    accueil achats acquisti admin administracao administracion administrador administratie administratief
    administration administrator administrators admins admissao admission admissions ads advertise advertising
    affiliate affiliates agency ajuda alert alerts all alumni amministrazione analytics anfrage anfragen ap api
    app application applications appointments ar archive asiakaspalvelu assistance assistant assistants
    assistenza associates atencion atencionalcliente atendimento attendance auction audit auditoria author auto
    autoreply ayuda b2b backoffice balance baza bestellung bewerbung biblioteka bibliothek bilgi billing biuro
    bizdev board boekhouding bogholderi bok booking bookings bookkeeping boss bot bounce bounces brand branding
    buchhaltung buchung buchungen buero bureau business businessdevelopment buy buyer buyers candidates
    candidature candidatures care career careers catering central ceo ceooffice cfo challenge channel cio client
    clientcare clientes clienti clients clientservices cmo coaching cobranca cobranzas comercial commandes
    commerce commercial commerciale communication communications community company compliance compras compta
    comptabilite comunicacao comunicaciones concierge connect consult consulting contabilidad contabilidade contabilita
    contact contactme contacto contactus contato content contratacion coo copyright corp corporate courses
    creative credit crediteuren crew crm cto curriculo curriculos customer customercare customerexperience
    customers customerservice customersuccess customersupport cv daemon data dataprotection datenschutz
    debiteuren delivery demo demos department design desk destek dev developer developers development devops
    digital direct directeur direction director direzione dispatch dmarc dns domain domains donate donations
    donotreply download dpo ebay ecommerce edit editor editorial editors education eigyo einkauf ekonomi email
    emea empfang empleo emploi employment empresa engineering enquire enquires enquiries enquiry error errors
    estimating europe event eventos events everybody everyone exec executive expert experts export fabrik
    facilities facturacion facturas facturation facturen factures faculty faktura fakturace
    faktureringsavdelning family fao faq fattura fatture faturamento fax feedback feedbacks fellowship finance
    financeiro finanzas finanzen firma fiscal forsaljning founder founders fraud freelance friends frontdesk ftp
    funding fundraising gabinet gallery gdpr general geral gerencia geschaeftsfuehrung gestion global grants
    group grow growth guest guestservices hallo head headoffice hello hellothere helloworld help helpdesk
    helpline hey hi hilfe hiring hola home host hosting hostmaster hotline hq hr hrd hrteam humanresources ik
    iletisim imap import imprensa inbound inbox info info1 info2 infodesk infomation informacion informacoes
    information informatique infos ingenieria inkoop innovation inquire inquiries inquiry insankaynaklari
    insurance integrations intern internal international internship internships invest investment investor
    investorrelations investors invoice invoices invoicing ir is it itadmin itsupport job jobb jobba jobs join
    journal juridico kadry kancelaria kariera kariyer karriere kasse kauf kefu keiri klant klantenservice
    kontakt kontakta konto kontor kundendienst kundenservice kundeservice kundtjanst lab labs lager lavoro lead
    leads learn learning legal letsgo letstalk library licensing list lists live loans local log login logistica
    logistics logistik loyalty mail mailbox mailer mailerdaemon mailing main maintenance mairie management
    manager managers marches market marketing marketingteam marketplace master media mediarelations member
    members membership memberships memo merchandising merchant message messages mis mobile moderator money
    muhasebe myynti netadmin network networking new newbusiness news newsdesk newsletter newsletters nobody noc
    none noreply noresponse notice notification notifications notify null obchod obsluga oferta ofertas offers
    office officemanager offres okonomi okonomie onboarding ondersteuning online operation operations operator
    ops optout order orders ordini ordre outreach ouvidoria owner pagos paiement partner partners partnership
    partnerships parts payable payment payments payroll pedidos people personal personalabteilung
    personeelszaken phish phishing planning platform poczta podpora pomoc portal portfolio post postbox
    postmaster pr praca prenotazioni prensa presales presidencia president press presse presseanfragen
    preventivi principal print printing privacidad privacy prive process procurement prod prodej product
    production products professional program programs project projects promo promotions property proposal
    proposals protection proveedores public publicity publicrelations purchase purchasing qa quality query
    questions quote quotes ra recepcion recepcja receptie reception receptionist rechnung rechnungen
    reclamaciones reclamos recruit recruiter recruiters recruiting recruitment recrutement recursoshumanos
    referral referrals refund refunds register registrar registration registrations regnskap reklama reklamation
    rekrutacja rekrytering relations remove renewals rent rental rentals reply report reporting reports request
    requests research reservas reservation reservations reservierung resources response responses results resume
    resumes retail return returns review reviews rezeption rezerwacje rfp rfq rh rhbrasil risorseumane root rrhh
    rsvp safety saiyo sale sales sales1 sales2 salesadmin salesdepartment salesinfo salesoffice salesteam salg
    satis sav schedule scheduling school schule secretaria secretariat secretary secure security segreteria
    sekretariat sell seller selling send sendmail seo server servers service serviceclient serviceclients
    servicedesk services serviceteam servicios servizi settings share shareholder ship shipping shop shopping
    showroom signup site social socialmedia software sollicitatie solutions some someone soporte sos soumu spam
    spamtrap speakers sponsor sponsors sponsorship sport sprzedaz staff stage stages stampa standard start
    startup stats status stay stock store stories strategy student students studio studios submission
    submissions subscribe subscribers subscription subscriptions success suggestions suporte supplier suppliers
    supply support supporto surveys sustainability sysadmin system systems szkolenia talent talents talk tax
    team teamleader teams tech technical technicalsupport technik technology techsupport telecom telefon temp
    tesoreria test tester testing tests thanks theteam ticket tickets tips toiawase toimisto trabajo
    trabalheconosco trade trading trainer training transport travel treasurer treasury trouble trust uctarna
    ufficio ufficiostampa unsubscribe update updates upload urgent usenet user users uucp vacancies vacatures
    vendas vendite vendor vendors venta ventas vente ventes verkauf verkoop vertrieb verwaltung video vip visa
    volunteer volunteering volunteers warehouse warranty web webadmin webform webinar webinars webmail webmaster
    weborder webshop website webteam welcome werbung werkenbij wholesale wordpress work workshop workshops
    worldwide wsparcie www xiaoshou xtra yardim zakaz zamowienia zarzad zentrale zhaopin`.split(/\s+/),
)

/** True if the part before the @ names a role; digits, a separator or a tag behind the name change nothing. */
export function isRoleName(local: string): boolean {
  if (local.length > 64) return false
  if (roles.has(local)) return true
  const plus = local.indexOf('+')
  const plain = plus > 0 ? local.slice(0, plus) : local
  const bare = plain.replace(/[._-]/g, '').replace(/\d+$/, '')
  if (roles.has(bare)) return true
  const parts = plain.split(/[._-]+/)
  return parts.some((part) => roles.has(part)) && parts.every((part) => roles.has(part) || regions.has(part))
}

const regions = new Set(
  'us usa uk eu de fr es it nl at ch be se no dk fi pl cz br mx ca au nz jp cn in sg hk emea apac latam dach na'.split(
    ' ',
  ),
)
