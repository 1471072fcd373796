import listed from 'email-providers/all.json' with { type: 'json' }

/** Known by their mailboxes, and missing from the package. */
const more = `
  139.com 189.cn anonaddy.com aol.de aol.fr autorambler.ru azet.sk bbox.fr bigmir.net biglobe.ne.jp bredband.net citromail.hu
  comhem.se disroot.org duck.com fastmail.com gmx.ch gmx.co.uk gmx.eu gmx.us hotmail.se in.gr indamail.hu internet.ru kakao.com
  keemail.me kpnplanet.nl lenta.ru live.in live.no live.se mail.bg mailfence.com meta.ua mozmail.com mweb.co.za mynet.com
  nifty.com numericable.fr ocn.ne.jp onet.eu online.no onmail.com op.pl otenet.gr passmail.net passport.com plala.or.jp
  plus.net posteo.de posteo.net proximus.be rediff.com riseup.net slingshot.co.nz so-net.ne.jp sohu.com spectrum.net
  startmail.com suddenlink.net superonline.com telkomsa.net tempmail.com tlen.pl ttmail.com tuta.com tuta.io tutamail.com
  tutanota.com tutanota.de upcmail.nl vodamail.co.za volny.cz vp.pl wo.cn yandex.by yandex.kz yandex.ua zohomail.com
  zohomail.eu zohomail.in ziggo.nl zoznam.sk`

/** On the package's list, but a company's or an institution's own site first, whether or not it has sold mailboxes. */
const companies = `
  about.com albawaba.com alibaba.com ancestry.com arcotronics.bg aristotle.org aver.com bandai.nom.co barcelona.com bolt.com
  bt.com bugmenot.com care2.com check.com chilkat.com clerk.com csi.com dailypioneer.com depechemode.com detik.com discovery.com
  dnsmadeeasy.com dog.com doityourself.com easypost.com elvis.com enel.net ezfill.com facebook.com freedompop.us gaggle.net
  geek.com go.com hamptonroads.com handbag.com hidemyass.com homestead.com indiatimes.com infomart.or.jp islamonline.net
  ivillage.com kansascity.com law.com looksmart.com medscape.com mugglenet.org name.com nationalgardeningclub.com nus.edu.sg
  oath.com onmilwaukee.com parrot.com planetout.com quepasa.com r7.com recycler.com saudia.com schoolsucks.com scubadiving.com
  seguros.com.br sfgov.net singpost.com space.com swissinfo.org techspot.com telstra.com thirdage.com unican.es upf.org votenet.com
  whartontx.com winning.com xoom.com xuno.com zoho.com example.com`

/** On the package's list, but suffixes under which anybody registers a domain of their own. */
const suffixes = `
  cloudns.asia com.ar ddnsfree.com dns-cloud.net dnsabr.com dynu.net f5.si gleeze.com kozow.com msk.ru net.ua nom.za org.ua
  pp.ua spb.ru web.id za.com zp.ua`

const hosts = new Set<string>(listed)
for (const host of words(more)) hosts.add(host)
for (const host of words(`${companies} ${suffixes}`)) hosts.delete(host)

/** The free-mail hosts, in ASCII lower case. */
export const freeMailHosts: ReadonlySet<string> = hosts

/** The brands that offer mailboxes under a domain of their own in every country (`yahoo.co.nz`, `hotmail.fr`). */
export const freeMailBrand = /^(?:yahoo|ymail|hotmail|outlook)\.(?:com?\.)?(?!ai$|io$)[a-z]{2}$/

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
