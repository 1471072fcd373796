/** Countries with their share of people, and their cities with the state that they lie in, the largest first. */
const countries = `
  United States 36 | New York/New York, San Francisco/California, Chicago/Illinois, Los Angeles/California, Austin/Texas, Boston/Massachusetts, Dallas/Texas, Atlanta/Georgia, Seattle/Washington, Denver/Colorado, Houston/Texas, Miami/Florida, San Diego/California, Philadelphia/Pennsylvania, Phoenix/Arizona, Minneapolis/Minnesota, Charlotte/North Carolina, Portland/Oregon, Nashville/Tennessee, Columbus/Ohio, Raleigh/North Carolina, Salt Lake City/Utah, Detroit/Michigan, San Jose/California, Tampa/Florida, Indianapolis/Indiana, Kansas City/Missouri, Pittsburgh/Pennsylvania, Las Vegas/Nevada, Milwaukee/Wisconsin, Orlando/Florida, San Antonio/Texas, Sacramento/California, Baltimore/Maryland, Cincinnati/Ohio, Richmond/Virginia, New Orleans/Louisiana, Omaha/Nebraska, Boise/Idaho, Duluth/Minnesota
  India 11 | Bengaluru/Karnataka, Mumbai/Maharashtra, New Delhi/Delhi, Hyderabad/Telangana, Pune/Maharashtra, Chennai/Tamil Nadu, Gurugram/Haryana, Kolkata/West Bengal, Ahmedabad/Gujarat
  United Kingdom 8 | London/England, Manchester/England, Birmingham/England, Leeds/England, Edinburgh/Scotland, Bristol/England, Glasgow/Scotland, Cardiff/Wales, Belfast/Northern Ireland
  Canada 5 | Toronto/Ontario, Vancouver/British Columbia, Montreal/Quebec, Calgary/Alberta, Ottawa/Ontario, Edmonton/Alberta
  Brazil 5 | São Paulo/São Paulo, Rio de Janeiro/Rio de Janeiro, Belo Horizonte/Minas Gerais, Curitiba/Paraná
  Germany 4 | Berlin/Berlin, Munich/Bavaria, Hamburg/Hamburg, Frankfurt/Hesse, Cologne/North Rhine-Westphalia, Stuttgart/Baden-Württemberg
  France 4 | Paris/Île-de-France, Lyon/Auvergne-Rhône-Alpes, Toulouse/Occitanie, Lille/Hauts-de-France
  Australia 3 | Sydney/New South Wales, Melbourne/Victoria, Brisbane/Queensland, Perth/Western Australia
  Netherlands 2.5 | Amsterdam/North Holland, Rotterdam/South Holland, Utrecht/Utrecht, Eindhoven/North Brabant
  Spain 2.5 | Madrid/Madrid, Barcelona/Catalonia, Valencia/Valencia
  Italy 2.2 | Milan/Lombardy, Rome/Lazio, Turin/Piedmont
  Mexico 2 | Mexico City/Mexico City, Monterrey/Nuevo León, Guadalajara/Jalisco
  Poland 1.5 | Warsaw/Masovia, Kraków/Lesser Poland, Wrocław/Lower Silesia
  Singapore 1.2 | Singapore/
  Sweden 1 | Stockholm/Stockholm, Gothenburg/Västra Götaland
  Switzerland 1 | Zurich/Zurich, Geneva/Geneva
  United Arab Emirates 1 | Dubai/Dubai, Abu Dhabi/Abu Dhabi
  Ireland 1 | Dublin/Leinster, Cork/Munster
  Belgium 0.9 | Brussels/Brussels, Ghent/Flanders
  South Africa 0.9 | Johannesburg/Gauteng, Cape Town/Western Cape
  Israel 0.8 | Tel Aviv/Tel Aviv
  Argentina 0.8 | Buenos Aires/Buenos Aires
  Japan 0.7 | Tokyo/Tokyo, Osaka/Osaka
  Denmark 0.6 | Copenhagen/Capital Region
  Norway 0.5 | Oslo/Oslo
  Finland 0.5 | Helsinki/Uusimaa
  Portugal 0.5 | Lisbon/Lisbon, Porto/Porto
  Kenya 0.4 | Nairobi/Nairobi
  Nigeria 0.4 | Lagos/Lagos
  Philippines 0.4 | Manila/Metro Manila
  Austria 0.4 | Vienna/Vienna
  Czechia 0.3 | Prague/Prague
  Estonia 0.1 | Tallinn/Harju
`

interface Place {
  country: string
  state: string | null
  city: string
  share: number
}

/** Cities with their share of all people: within a country the n-th largest has an n-th of the largest. */
export const places: Place[] = countries
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [, country = '', share = '', cities = ''] = /^\s*(.*) ([\d.]+) \| (.*)$/.exec(line) ?? []
    const all = cities.split(', ')
    const harmonic = all.reduce((sum, _, i) => sum + 1 / (i + 1), 0)
    return all.map((entry, i) => {
      const [city = '', state = ''] = entry.split('/')
      return { country, state: state === '' ? null : state, city, share: Number(share) / (i + 1) / harmonic }
    })
  })
