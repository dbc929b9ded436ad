/**
 * 512 short, friendly words that sound unlike each other; no two share their first four letters. Chosen from BIP 39's English list (MIT) and
 * names of plants and birds, without any word that could hurt two people in a hard week.
 */
export const wordList: readonly string[] = `
acorn acoustic acquire advance advice airport album almond amazing amber anchor ancient angle antenna apple april
arch arctic arena art aspen august autumn average avocado awake awesome badger bag balance balcony ball bamboo
banana banner barley basil basket bean beaver bench bicycle bike birch bird blanket blossom blouse blue boat bonfire
bonus book boost bounce brass brave bread breeze brick bridge brief bright brisk broccoli bronze brook brown brush
bubble buddy buffalo build butterfly cabbage cabin cactus cake calm camera camp canary candy canoe canvas canyon
carpet cart castle cave cedar celery cello cereal chair chalk champion chat cheese chef cherry chestnut chimney
cinnamon circle clap clay clean click cliff climb clock cloth cloud clover cluster coast cobalt coconut coffee coin
comet comfort comic copper copy coral corn cotton couch country cradle craft crane crop crumpet crystal cube cup
cupboard curious curtain curve custard daisy dance dandelion dawn desk diamond dinner dinosaur dolphin door dragon
draw dream driftwood drum duet eagle east easy echo ecology egg eight elegant elephant ember enjoy farm feather fern
festival fiction fiddle finch firefly flame flock flower flute foam food forest fortune forward fox friend frost
fruit fudge galaxy garden garlic gentle giggle ginger giraffe glad glide glimpse glove glow gold gondola grain
granola grape green guitar hammock happy harbor harp harvest hat hawk hazel heather hedgehog hello helmet heron hill
holiday holly home honey horse hotel hundred iceberg igloo indigo iris island ivory ivy jacket jaguar jar jasmine
jazz jelly jewel jigsaw jingle journey joy jungle juniper kangaroo kettle key kit kitchen kite kitten kiwi koala
ladder lagoon lake lamp lantern lark lavender lawn leaf leisure lemon library light lily linen lion little llama
lobster lotus lounge lunar lunch magic magnet mandolin mango maple marble march marigold meadow medal melody merry
milk mint miracle mirror mitten moon morning mosaic moss mountain muffin mushroom music napkin nectar nest nice
noble noodle north nougat novel nutmeg oak ocean olive olympic onion opal open orange orbit orchard order ostrich
otter outdoor oval oven owl oyster paddle palace pancake panda park parrot parsley pasture path patio pattern peach
peanut pear pebble pelican pencil penguin pepper petal piano picnic pilot pine pink pioneer pipe pistachio planet
plum poem poet pond poppy powder primrose pudding puffin pumpkin puppy puzzle pyramid quilt rabbit radio rain raven
recipe rhythm ribbon rice ride ridge ripple river robin robot rocket roof room rose saffron sail salad salmon sand
sauce seed shell shine shoe silent silk silver sketch ski sleep smile smooth snow soap soccer sock soda soft solar
song soup sparrow spice spin spoon sport spring square squirrel stable stairs stone story stove sugar summer sun
sunny sunset swift swim swing syrup table teapot tent thistle thyme tiger timber toast tomato tongue tortoise tower
town toy tray tree trophy trumpet tulip tunnel turkey turtle umbrella universe valley van vanilla velvet village
violet vivid vocal voice volcano voyage wagon walk wall walnut warm wash wave wealth weekend welcome whale wheel
whisper wide willow window wine winter wisdom wise wonder wood wool word world wren yard yellow zebra
`
  .trim()
  .split(/\s+/);
