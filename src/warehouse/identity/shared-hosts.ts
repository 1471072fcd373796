/**
 * Hosts on which other people have pages.
 *
 * Two kinds. On a *pages* host the path says whose page it is (`linkedin.com/company/x`), so a URL with a path is nobody's
 * domain, while the bare host is its owner's own. On a *tenants* host the sub-domain says it (`x.wordpress.com`), so the
 * sub-domain is the company's. The private section of the public-suffix list knows many tenants hosts already
 * (github.io, myshopify.com, notion.site, …); only those it lacks stand here.
 */

const social = `
  linkedin.com lnkd.in facebook.com fb.com fb.me fb.watch m.me messenger.com instagram.com instagr.am threads.net threads.com
  twitter.com x.com t.co tiktok.com snapchat.com pinterest.com pinterest.co.uk pinterest.de pinterest.fr pin.it reddit.com
  redd.it youtube.com youtu.be vimeo.com dailymotion.com twitch.tv rumble.com t.me telegram.me telegram.org wa.me whatsapp.com
  discord.com discord.gg discordapp.com signal.group mastodon.social bsky.app vk.com vkontakte.ru ok.ru weibo.com weibo.cn
  douyin.com xiaohongshu.com bilibili.com zhihu.com xing.com viadeo.com quora.com stackoverflow.com flickr.com tumblr.com
  myspace.com plus.google.com soundcloud.com spotify.com open.spotify.com mixcloud.com bandcamp.com patreon.com ko-fi.com
  buymeacoffee.com onlyfans.com clubhouse.com joinclubhouse.com nextdoor.com meetup.com lu.ma luma.com partiful.com
  eventbrite.com eventbrite.co.uk behance.net dribbble.com deviantart.com gravatar.com line.me kakao.com band.us skype.com
  join.skype.com slack.com blog.naver.com cafe.naver.com post.naver.com blog.daum.net blog.goo.ne.jp ameblo.jp note.com
  angel.co wellfound.com foursquare.com tripadvisor.com calendly.com cal.com
`

const linkInBio = `
  linktr.ee about.me bio.link beacons.ai campsite.bio lnk.bio linkin.bio later.com tap.bio taplink.cc taplink.at solo.to
  flow.page milkshake.app hoo.be allmylinks.com koji.to bento.me read.cv polywork.com contra.com carrd.co popl.co hihello.me
  bit.ly j.mp tinyurl.com goo.gl g.co ow.ly buff.ly rebrand.ly is.gd v.gd cutt.ly shorturl.at rb.gy t.ly dub.sh amzn.to
  apple.co spoti.fi tiny.cc bl.ink short.gy onelink.me app.link page.link smart.link linkfire.com hyperurl.co sprout.link
`

const marketplaces = `
  amazon.com amazon.co.uk amazon.de amazon.fr amazon.it amazon.es amazon.nl amazon.se amazon.pl amazon.ca amazon.com.mx
  amazon.com.br amazon.co.jp amazon.in amazon.com.au amazon.sg amazon.ae amazon.sa amazon.com.tr amazon.eg amazon.com.be
  amazon.cn ebay.com ebay.co.uk ebay.de ebay.fr ebay.it ebay.com.au etsy.com alibaba.com aliexpress.com taobao.com tmall.com
  1688.com made-in-china.com indiamart.com mercadolibre.com mercadolibre.com.mx mercadolibre.com.ar mercadolivre.com.br
  rakuten.co.jp shopee.com shopee.com.br lazada.com flipkart.com walmart.com gumroad.com redbubble.com teespring.com
  fiverr.com upwork.com freelancer.com thumbtack.com houzz.com airbnb.com booking.com doordash.com ubereats.com grubhub.com
  apps.shopify.com appexchange.salesforce.com marketplace.visualstudio.com marketplace.atlassian.com aws.amazon.com/marketplace
  appsource.microsoft.com azuremarketplace.microsoft.com chromewebstore.google.com workspace.google.com/marketplace
`

const appStores = `
  apps.apple.com itunes.apple.com podcasts.apple.com music.apple.com books.apple.com testflight.apple.com appstore.com
  play.google.com chrome.google.com addons.mozilla.org microsoftedge.microsoft.com apps.microsoft.com microsoft.com/store
  appgallery.huawei.com galaxystore.samsung.com store.steampowered.com steamcommunity.com itch.io apkpure.com f-droid.org
  wordpress.org expo.dev expo.io
`

const siteBuilders = `
  sites.google.com wix.com wixsite.com weebly.com squarespace.com webflow.com wordpress.com blogger.com jimdo.com
  strikingly.com godaddy.com carrd.co notion.so notion.site notion.com medium.com substack.com ghost.io typepad.com
  livejournal.com hashnode.com hashnode.dev dev.to telegra.ph svbtle.com posthaven.com hubpages.com framer.com bubble.io
  softr.io glideapps.com webnode.com tilda.cc canva.com canva.site lovable.dev replit.com repl.it glitch.com codepen.io
  codesandbox.io stackblitz.com observablehq.com geocities.com angelfire.com tripod.com skool.com circle.so mn.co
  linkpop.com shopify.com bigcartel.com
`

const directories = `
  producthunt.com crunchbase.com ycombinator.com news.ycombinator.com startupschool.org pitchbook.com cbinsights.com
  tracxn.com dealroom.co owler.com zoominfo.com apollo.io rocketreach.co signalhire.com leadiq.com dnb.com bloomberg.com
  opencorporates.com northdata.com northdata.de glassdoor.com glassdoor.co.uk indeed.com kununu.com comparably.com
  g2.com capterra.com trustpilot.com trustradius.com getapp.com softwareadvice.com alternativeto.net betalist.com
  indiehackers.com f6s.com gust.com builtin.com startupill.com yelp.com yellowpages.com bbb.org clutch.co goodfirms.co
  wikipedia.org wikidata.org wikimedia.org imdb.com theorg.com sec.gov companieshouse.gov.uk
  find-and-update.company-information.service.gov.uk maps.google.com maps.apple.com maps.app.goo.gl google.com/maps
  google.com/search google.com/url business.google.com g.page bing.com/search web.archive.org archive.org archive.is
  archive.ph webcache.googleusercontent.com
`

const codeHosts = `
  github.com gist.github.com raw.githubusercontent.com githubusercontent.com gitlab.com bitbucket.org sourceforge.net
  codeberg.org sr.ht gitee.com launchpad.net npmjs.com pypi.org rubygems.org crates.io packagist.org nuget.org
  hub.docker.com huggingface.co kaggle.com colab.research.google.com devpost.com
`

const documents = `
  docs.google.com drive.google.com forms.google.com forms.gle groups.google.com calendar.google.com meet.google.com
  storage.googleapis.com dropbox.com db.tt box.com app.box.com onedrive.live.com 1drv.ms sharepoint.com forms.office.com
  icloud.com airtable.com typeform.com jotform.com surveymonkey.com tally.so coda.io docsend.com pitch.com prezi.com
  slideshare.net scribd.com issuu.com figma.com miro.com loom.com wetransfer.com trello.com evernote.com s3.amazonaws.com
  mailchi.mp campaign-archive.com hubspot.com intercom.com zoom.us teams.microsoft.com gofundme.com
  boards.greenhouse.io job-boards.greenhouse.io greenhouse.io jobs.lever.co lever.co jobs.ashbyhq.com ashbyhq.com
  apply.workable.com workable.com jobs.smartrecruiters.com smartrecruiters.com workatastartup.com ziprecruiter.com
`

const newsAndFunding = `
  kickstarter.com indiegogo.com wefunder.com republic.com republic.co seedrs.com crowdcube.com startengine.com fundable.com
  opencollective.com techcrunch.com forbes.com businesswire.com prnewswire.com globenewswire.com venturebeat.com
  businessinsider.com nytimes.com wsj.com ft.com reuters.com cnbc.com bbc.co.uk bbc.com theguardian.com wired.com
  theverge.com hackernoon.com einpresswire.com finance.yahoo.com news.google.com
`

/** Hosts whose sub-domains are other people's, and which the public-suffix list does not hold. */
const tenants = `
  wordpress.com tumblr.com weebly.com squarespace.com medium.com substack.com typepad.com livejournal.com jimdo.com
  jimdosite.com strikingly.com mystrikingly.com bigcartel.com mybigcommerce.com storenvy.com ecwid.com tictail.com
  launchrock.com launchrock.co unbouncepages.com leadpages.co lpages.co clickfunnels.com kartra.com mykajabi.com teachable.com
  thinkific.com podia.com hashnode.dev itch.io bandcamp.com gumroad.com over-blog.com webnode.com yolasite.com webs.com
  tilda.ws ucraft.net odoo.com zendesk.com freshdesk.com helpscoutdocs.com intercom.help gitbook.com atlassian.net slack.com
  breezy.hr bamboohr.com recruitee.com teamtailor.com applytojob.com myworkdayjobs.com personio.de personio.com
  workable.com typeform.com eventbrite.com sharepoint.com mailchimpsites.com square.site godaddysites.com business.site
  canva.site my.canva.site lovable.app softr.app glide.page bubbleapps.io framer.website framer.ai framer.app framer.media
  webflow.io ghost.io notion.site super.site carrd.co durable.co dorik.io umso.co unicornplatform.page mn.co
  blogspot.com tripod.com angelfire.com salesforce-sites.com force.com hubspotpagebuilder.com hs-sites.com
  azurewebsites.net cloudfront.net herokuapp.com surge.sh readthedocs.io readme.io statuspage.io
`

/** Sub-domains that stay their owner's on every tenants host. */
const ownLabels = new Set(
  words(`about account accounts ads api app apps auth blog business careers community company corp dashboard developer
    developers docs en engineering help info investor investors ir jobs learn legal login m mail media my news newsroom press
    pricing secure shop signin signup static status store support team trust web www`),
)

/** Sub-domains of a pages host on which the owner writes about itself, paths included. */
const ownSites = new Set(
  words(`about blog business careers corporate developer developers engineering help investor investors ir legal newsroom
    press status support`),
)

const listed = words(
  [social, linkInBio, marketplaces, appStores, siteBuilders, directories, codeHosts, documents, newsAndFunding].join(
    ' ',
  ),
)
const pagesHosts = new Set(listed.filter((entry) => !entry.includes('/')))
const tenantHosts = new Set(words(tenants))
/** `google.com/maps`: only a part of the owner's own site holds other people's pages. */
const pagesSections = new Map<string, string[]>()
for (const entry of listed) {
  const slash = entry.indexOf('/')
  if (slash === -1) continue
  const host = entry.slice(0, slash)
  pagesSections.set(host, [...(pagesSections.get(host) ?? []), entry.slice(slash)])
}

/**
 * True if a URL with this host (ASCII, lower case, without `www.`) and this path (not just `/`) is a page of somebody
 * other than the host's owner.
 */
export function isOtherPeoplesPage(host: string, path: string): boolean {
  if (pagesHosts.has(host) || tenantHosts.has(host)) return true
  if (pagesSections.get(host)?.some((section) => path.startsWith(section))) return true
  const dot = host.indexOf('.')
  if (ownSites.has(host.slice(0, dot))) return false
  for (let at = dot; at !== -1; at = host.indexOf('.', at + 1)) {
    if (pagesHosts.has(host.slice(at + 1))) return true
  }
  return false
}

/** True if the sub-domains of this registrable domain belong to other people, beyond what the public-suffix list says. */
export function hasTenants(registrable: string): boolean {
  return tenantHosts.has(registrable)
}

/** True if this label before a tenants host is the owner's own site (`support.squarespace.com`). */
export function isOwnersLabel(label: string): boolean {
  return ownLabels.has(label)
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
